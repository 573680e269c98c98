// What a person does in Thunderbird, by the parts that its menus and dialogs call. It runs inside: thunderbird.ts brings it there.
const load = (name) => ChromeUtils.importESModule(`resource:///modules/${name}.sys.mjs`);
const { MailServices } = load('MailServices');

const WARNING = 'chrome://global/content/commonDialog.xhtml';
const WITHIN_MS = 40_000;
const mainWindow = () => Services.wm.getMostRecentWindow('mail:3pane');
const pause = () => new Promise((again) => mainWindow().setTimeout(again, 25));

/** What a window of its own warns of, which is closed. */
function warning() {
  const dialog = [...Services.wm.getEnumerator(null)].find((one) => one.location.href === WARNING);
  const told = dialog?.document.getElementById('infoBody')?.textContent;
  if (told) dialog.document.querySelector('dialog').acceptDialog();
  return told;
}

async function until(find, what) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await find();
    if (found) return found;
    const told = warning();
    if (told) throw new Error(`Thunderbird says « ${told} »`);
    if (Date.now() > end) throw new Error(`it did not come: ${typeof what === 'function' ? what() : what}`);
    await pause();
  }
}

/** Copies or moves, until the server has done it. */
function copied(begin) {
  return new Promise((resolve, reject) => {
    const end = (status) =>
      Components.isSuccessCode(status) ? resolve() : reject(new Error(`status 0x${status.toString(16)}`));
    begin({
      QueryInterface: ChromeUtils.generateQI(['nsIMsgCopyServiceListener']),
      onStartCopy() {},
      onProgress() {},
      setMessageKey() {},
      getMessageId: () => null,
      onStopCopy: end,
    });
  });
}

const account = (address) =>
  MailServices.accounts.accounts.find(({ incomingServer }) => incomingServer.username === address);
const serverOf = (address) => account(address).incomingServer;
const onlineName = (folder) => folder.QueryInterface(Ci.nsIMsgImapMailFolder).onlineName;
const known = (address, name) =>
  serverOf(address).rootFolder.descendants.find((folder) => onlineName(folder) === name);

function folderOf(address, name) {
  const folder = known(address, name);
  if (!folder) throw new Error(`no folder ${name}`);
  return folder;
}

function letterOf(folder, subject) {
  const found = [...folder.messages].find((one) => one.mime2DecodedSubject === subject);
  if (!found) throw new Error(`no letter ${subject} in ${folder.name}`);
  return found;
}

/** Settings as the account assistant finds them from an address. */
async function settingsOf(address) {
  const { FetchConfig } = load('accountcreation/FetchConfig');
  const domain = address.split('@')[1];
  return FetchConfig.fromISP(domain, address, new AbortController().signal);
}

const shown = (folder) =>
  [...folder.messages].map((one) => ({
    subject: one.mime2DecodedSubject,
    isRead: one.isRead,
    isFlagged: one.isFlagged,
  }));

/** Saves an attachment as a person does, and answers its name and its bytes. */
async function saved(attachment) {
  const path = PathUtils.join(PathUtils.profileDir, 'saved');
  await attachment.saveToFile(path);
  const bytes = await IOUtils.read(path);
  return { name: attachment.name, base64: btoa(String.fromCharCode(...bytes)) };
}

/** Chooses a letter in the list of its folder; answers the window's pane. */
async function choose(address, name, subject) {
  const folder = folderOf(address, name);
  const letter = letterOf(folder, subject);
  const pane = mainWindow().gTabmail.currentAbout3Pane;
  pane.displayFolder(folder.URI);
  // A list that is still being filled takes no choice.
  await until(() => {
    if (pane.gFolder?.URI !== folder.URI || !pane.gDBView) return false;
    pane.selectMessage(letter);
    return pane.gDBView.numSelected === 1 && pane.gDBView.hdrForFirstSelectedMessage === letter;
  }, `« ${subject} » in the list of ${name}`);
  return pane;
}

function attachmentOf(path) {
  const attachment = Cc['@mozilla.org/messengercompose/attachment;1'].createInstance(Ci.nsIMsgAttachment);
  attachment.url = PathUtils.toFileURI(path);
  return attachment;
}

// biome-ignore lint/correctness/noUnusedVariables: what thunderbird.ts puts after this file calls one of them by its name.
const acts = {
  /** `host kind of authentication` of each server found, in its order. */
  async findSettings(address) {
    const config = await settingsOf(address);
    const ways = {
      [Ci.nsMsgAuthMethod.OAuth2]: 'OAuth2',
      [Ci.nsMsgAuthMethod.passwordCleartext]: 'password',
    };
    const told = (one) => `${one.type} ${one.hostname} ${ways[one.auth]}`;
    return [
      ...[config.incoming, ...config.incomingAlternatives].map(told),
      ...[config.outgoing, ...config.outgoingAlternatives].map(told),
    ];
  },

  /** The account assistant: finds the settings, chooses the servers of that host, tries to sign in, makes the account. */
  async openAccount(address, name, host, password) {
    const { AccountConfig } = load('accountcreation/AccountConfig');
    const { ConfigVerifier } = load('accountcreation/ConfigVerifier');
    const { CreateInBackend } = load('accountcreation/CreateInBackend');
    const config = await settingsOf(address);
    const { incoming, incomingAlternatives, outgoing, outgoingAlternatives } = config;
    const ofHost = (one) => one.hostname === host;
    config.incoming = [incoming, ...incomingAlternatives].find(ofHost);
    config.outgoing = [outgoing, ...outgoingAlternatives].find(ofHost);
    config.rememberPassword = password !== '';
    AccountConfig.replaceVariables(config, name, address, password);
    const verifier = new ConfigVerifier(mainWindow().msgWindow, new AbortController().signal);
    const verified = await verifier.verifyConfig(config, false);
    const made = await CreateInBackend.createAccountInBackend(verified);
    const { incomingServer } = made;
    const { msgWindow } = mainWindow();
    incomingServer.getNewMessages(incomingServer.rootFolder, msgWindow, null);
    // It forgets the password it has just saved, until it is about to sign in.
    await until(() => password === '' || incomingServer.password !== '', 'the password');
    incomingServer.performExpand(msgWindow);
    // The last of those that each BAL has.
    await until(() => known(address, 'Trash'), 'the list of folders');
  },
  /** The names of the folders, each with the uses Thunderbird gives it. */
  folders(address) {
    const { Archive, Drafts, Inbox, Junk, SentMail, Trash } = Ci.nsMsgFolderFlags;
    const uses = { inbox: Inbox, archive: Archive, drafts: Drafts, junk: Junk, sent: SentMail, trash: Trash };
    const usesOf = (folder) => Object.keys(uses).filter((use) => folder.flags & uses[use]);
    const told = serverOf(address).rootFolder.descendants.map((one) =>
      [onlineName(one), ...usesOf(one)].join(' '),
    );
    return told.sort();
  },

  /** Asks the server what is new in a folder, and comes back once the folder shows just these letters. */
  async shows(address, name, letters) {
    const folder = folderOf(address, name);
    folder.updateFolder(mainWindow().msgWindow);
    const found = () => JSON.stringify(shown(folder));
    await until(
      () => found() === JSON.stringify(letters),
      () => `${name} shows ${found()}`,
    );
  },

  /** Opens a folder in the window, and answers once it shows a letter of that subject. */
  async openFolder(address, name, subject) {
    mainWindow().gTabmail.currentAbout3Pane.displayFolder(folderOf(address, name).URI);
    await acts.isTold(address, name, subject);
  },

  /** Waits until a letter of that subject is shown in a folder, without asking the server anything. */
  async isTold(address, name, subject) {
    const folder = folderOf(address, name);
    await until(() => shown(folder).some((one) => one.subject === subject), `« ${subject} » in ${name}`);
  },

  /** Chooses a letter in the list, and answers what its reader sees. */
  async read(address, name, subject) {
    await choose(address, name, subject);
    const reader = await until(() => {
      const one = mainWindow().gTabmail.currentAboutMessage;
      return one?.msgLoaded && one.gMessage?.mime2DecodedSubject === subject && one;
    }, `the text of « ${subject} »`);
    return {
      subject: reader.document.getElementById('expandedsubjectBox').value.textContent,
      body: reader.getMessagePaneBrowser().contentDocument.querySelector('.moz-text-flowed, .moz-text-plain')
        .innerText,
      attachments: await Promise.all(reader.currentAttachments.map(saved)),
    };
  },

  /** Does a command of the menus on a letter. */
  async command(address, name, subject, command) {
    const pane = await choose(address, name, subject);
    pane.commandController.doCommand(command);
  },

  /** Puts a letter elsewhere, and comes back once the server did it. */
  async put(address, name, subject, into, how) {
    const folder = folderOf(address, name);
    const { msgWindow } = mainWindow();
    const put = [folder, [letterOf(folder, subject)], folderOf(address, into), how === 'move'];
    await copied((listener) => MailServices.copy.copyMessages(...put, listener, msgWindow, false));
  },

  async makeFolder(address, name) {
    serverOf(address).rootFolder.createSubfolder(name, mainWindow().msgWindow);
    await until(() => known(address, name), `the folder ${name}`);
  },

  async renameFolder(address, name, to) {
    folderOf(address, name).rename(to, mainWindow().msgWindow);
    await until(() => known(address, to) && !known(address, name), `the folder ${to}`);
  },

  /** It asks whether that is meant. */
  deleteFolder(address, name) {
    folderOf(address, name).deleteSelf(mainWindow().msgWindow);
  },

  /** Writes a letter in a window of its own and sends it, or leaves it among the drafts. */
  async write(address, { to, subject, body, file }, how) {
    const fields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields);
    Object.assign(fields, { to, subject, body });
    if (file) fields.addAttachment(attachmentOf(file));
    const params = Cc['@mozilla.org/messengercompose/composeparams;1'].createInstance(Ci.nsIMsgComposeParams);
    Object.assign(params, {
      composeFields: fields,
      identity: account(address).defaultIdentity,
      type: Ci.nsIMsgCompType.New,
      format: Ci.nsIMsgCompFormat.PlainText,
    });
    MailServices.compose.OpenComposeWindowWithParams(null, params);
    const isOurs = (one) => one.composeEditorReady && one.gMsgCompose.compFields.subject === subject;
    const find = () => [...Services.wm.getEnumerator('msgcompose')].find(isOurs);
    const writer = await until(find, 'a window to write in');
    writer.goDoCommand(how === 'send' ? 'cmd_sendNow' : 'cmd_saveAsDraft');
    if (how === 'send') {
      await until(() => writer.closed, 'the end of sending');
    } else {
      const isKept = () => !writer.gWindowLocked && writer.gMsgCompose.compFields.draftId;
      await until(isKept, 'the draft');
      writer.close();
      await until(() => writer.closed, 'the end of writing');
    }
  },
};
