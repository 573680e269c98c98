import sanitizeHtml from 'sanitize-html';
import { ALLOWED_STYLES } from './allowed-styles.js';
import { nestingBound } from './nesting.js';

/** HTML that may be shown: no script, no form, nothing fetched from anywhere. Null when it was made to hold the server. */
export interface SafeHtml {
  readonly html: string | null;
  readonly remoteContentRemoved: boolean;
}

const LAYOUT = ['align', 'valign', 'dir', 'lang', 'style'];
const CELL = ['colspan', 'rowspan', 'width', 'height', 'bgcolor', 'abbr', 'scope', ...LAYOUT];
// Their content is code or a document of its own, never the letter's words.
const SILENCED = [
  'script',
  'style',
  'title',
  'textarea',
  'select',
  'option',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'frameset',
  'object',
  'applet',
  'embed',
  'xmp',
  'plaintext',
  'svg',
  'math',
  'template',
  'audio',
  'video',
  'canvas',
  'dialog',
  'portal',
];
const DEEPEST = 100;
// The parser's work grows with the square of the depth. Old letters leave thousands of paragraphs unclosed; none leaves more.
const DEEPEST_READ = 5_000;
const REMOTE =
  /(?:\b(?:src|srcset|background|poster|lowsrc|dynsrc|xlink:href)\s*=\s*["']?\s*(?:https?:)?\/\/|url\(\s*["']?\s*(?:https?:)?\/\/|@import|<link\b)/i;

/**
 * Makes a letter's HTML harmless. Images are those the message carries (`cid:`, given as `data:` addresses); every other one
 * gives way to its alternative text. Links keep their text and address and go nowhere by themselves.
 */
export function safeHtml(html: string, images: ReadonlyMap<string, string>): SafeHtml {
  const remoteContentRemoved = REMOTE.test(html);
  if (nestingBound(html) > DEEPEST_READ) return { html: null, remoteContentRemoved };
  return { html: sanitizeHtml(html, optionsFor(images)), remoteContentRemoved };
}

function optionsFor(images: ReadonlyMap<string, string>): sanitizeHtml.IOptions {
  return {
    allowedTags: TAGS,
    nonTextTags: SILENCED,
    disallowedTagsMode: 'discard',
    enforceHtmlBoundary: false,
    nestingLimit: DEEPEST,
    allowedAttributes: {
      '*': LAYOUT,
      a: ['href', 'rel', ...LAYOUT],
      img: ['src', 'alt', 'width', 'height', ...LAYOUT],
      table: ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor', ...LAYOUT],
      tr: ['bgcolor', ...LAYOUT],
      td: CELL,
      th: CELL,
      col: ['span', 'width', ...LAYOUT],
      font: ['color', 'face', 'size', ...LAYOUT],
      ol: ['start', 'type', ...LAYOUT],
      li: ['value', ...LAYOUT],
    },
    allowedStyles: { '*': ALLOWED_STYLES },
    allowedSchemes: [],
    allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'], img: ['data'] },
    allowedSchemesAppliedToAttributes: ['href', 'src', 'background', 'cite', 'action', 'longdesc'],
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, { href, style }) => ({
        tagName,
        attribs: { ...kept({ href: absolute(href), style }), rel: 'noopener noreferrer nofollow' },
      }),
      img: (_tagName, attributes) => carried(attributes, images),
    },
  };
}

const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'br',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'center',
    'address',
    'blockquote',
    'pre',
  ],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'a', 'img', 'figure', 'figcaption', 'font', 'wbr', 'bdi', 'bdo'],
  ...[
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'strike',
    'del',
    'ins',
    'sub',
    'sup',
    'small',
    'big',
    'mark',
    'code',
    'kbd',
  ],
  ...[
    'tt',
    'samp',
    'var',
    'cite',
    'q',
    'abbr',
    'table',
    'caption',
    'colgroup',
    'col',
    'thead',
    'tbody',
    'tfoot',
  ],
  ...['tr', 'td', 'th', 'section', 'article', 'header', 'footer', 'main', 'aside'],
];

// A relative address would lead into the portal itself.
function absolute(href: string | undefined): string | undefined {
  return href && /^\s*(?:https?:\/\/|mailto:|tel:)/i.test(href) ? href.trim() : undefined;
}

function carried(attributes: sanitizeHtml.Attributes, images: ReadonlyMap<string, string>): sanitizeHtml.Tag {
  const contentId = /^\s*cid:(.+)$/is
    .exec(attributes.src ?? '')?.[1]
    ?.trim()
    .toLowerCase();
  const source = contentId ? images.get(contentId) : undefined;
  const { alt, width, height, style } = attributes;
  if (source) return { tagName: 'img', attribs: kept({ src: source, alt: alt ?? '', width, height, style }) };
  return { tagName: 'span', attribs: {}, text: alt ?? '' };
}

function kept(attributes: Record<string, string | undefined>): sanitizeHtml.Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
