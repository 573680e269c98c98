/** The part of oidc-provider 9 that the simulation uses; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Stored {
    readonly accountId?: string;
    readonly acr?: string;
    readonly nonce?: string;
    readonly authTime?: number;
    readonly scope?: string;
    readonly sessionUid?: string;
    readonly sid?: string;
  }

  export interface OidcContext {
    readonly route?: string;
    readonly client?: { readonly clientId: string };
    readonly session: { readonly accountId?: string; grantIdFor(clientId: string): string | undefined };
    readonly entities: { readonly AuthorizationCode?: Stored; readonly RefreshToken?: Stored };
    readonly result?: { readonly consent?: { readonly grantId?: string } };
    readonly provider: Provider;
  }

  export interface Context {
    readonly oidc?: OidcContext;
    readonly path: string;
    readonly query: Readonly<Record<string, string | string[] | undefined>>;
    status: number;
    type: string;
    body: unknown;
    set(name: string, value: string): void;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface InteractionDetails {
    readonly uid: string;
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, unknown>>;
  }

  type Page<T> = (context: Context, shown: T) => Promise<void>;

  export interface Configuration extends Readonly<Record<string, unknown>> {
    readonly features: Readonly<Record<string, unknown>> & {
      readonly rpInitiatedLogout?: {
        readonly enabled: boolean;
        readonly logoutSource: Page<string>;
        readonly postLogoutSuccessSource: (context: Context) => Promise<void>;
      };
    };
    readonly renderError: Page<{ readonly error: string; readonly error_description?: string }>;
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    readonly Grant: {
      new (of: { clientId: string; accountId: string | undefined }): Grant;
      find(id: string): Promise<Grant | undefined>;
    };
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    on(event: string, listener: (...args: never[]) => void): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result:
        | { login: { accountId: string; acr: string; amr: string[]; remember: boolean } }
        | { error: string; error_description: string },
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>;
  }
}
