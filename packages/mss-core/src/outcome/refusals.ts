/**
 * The catalogue of foreseen refusals, shared by every edge. Each edge owns one exhaustive table from
 * these codes to its own answers (SMTP reply, IMAP response code, GraphQL union member).
 * `permanent` tells whether trying the same thing again is useless. Sentences name no configuration, host or patient;
 * `{word}` is filled from the refusal's detail.
 */
export const REFUSALS = {
  // -- trust space (TM3.1P, TM3.2P)
  tlsRequired: entry(
    true,
    'La connexion doit d’abord être chiffrée (STARTTLS).',
    'The connection must first be encrypted (STARTTLS).',
  ),
  certificateMissing: entry(
    true,
    'Aucun certificat IGC-Santé n’a été présenté.',
    'No IGC-Santé certificate was presented.',
  ),
  certificateRefused: entry(
    true,
    'Le certificat présenté n’est pas accepté : {reason}.',
    'The presented certificate is not accepted: {reason}.',
  ),
  revocationUnknown: entry(
    false,
    'L’état de révocation du certificat n’a pas pu être vérifié. Réessayez plus tard.',
    'The revocation state of the certificate could not be checked. Try again later.',
  ),
  certificateNotListed: entry(
    true,
    'Le DN du certificat ne figure pas sur la liste blanche MSSanté.',
    'The certificate DN is not on the MSSanté whitelist.',
  ),
  senderDomainNotListed: entry(
    true,
    'Le domaine émetteur {domain} ne figure pas sur la liste blanche MSSanté.',
    'The sending domain {domain} is not on the MSSanté whitelist.',
  ),
  senderDomainNotOfCertificate: entry(
    true,
    'Le domaine émetteur {domain} n’est pas associé au certificat présenté.',
    'The sending domain {domain} is not bound to the presented certificate.',
  ),
  recipientOutsideTrustSpace: entry(
    true,
    'Le destinataire {address} est hors de l’espace de confiance MSSanté.',
    'The recipient {address} is outside the MSSanté trust space.',
  ),
  listeBlancheUnavailable: entry(
    false,
    'La liste blanche MSSanté n’est pas encore disponible. Réessayez plus tard.',
    'The MSSanté whitelist is not available yet. Try again later.',
  ),
  // -- recipients
  relayRefused: entry(
    true,
    'Ce serveur ne distribue que le courrier de ses propres domaines.',
    'This server only delivers mail for its own domains.',
  ),
  addressMalformed: entry(true, 'L’adresse n’est pas valide.', 'The address is not valid.'),
  recipientUnknown: entry(true, 'La boîte {address} n’existe pas.', 'The mailbox {address} does not exist.'),
  recipientSuspended: entry(
    true,
    'La boîte {address} est suspendue et ne reçoit plus de messages.',
    'The mailbox {address} is suspended and accepts no messages.',
  ),
  recipientFull: entry(false, 'La boîte {address} est pleine.', 'The mailbox {address} is full.'),
  recipientFullForLong: entry(
    true,
    'La boîte {address} est pleine depuis plus de deux jours.',
    'The mailbox {address} has been full for more than two days.',
  ),
  tooManyRecipients: entry(
    true,
    'Un message porte au plus {limit} destinataires.',
    'A message carries at most {limit} recipients.',
  ),
  noRecipient: entry(true, 'Aucun destinataire valide.', 'No valid recipient.'),
  // -- message
  messageTooLarge: entry(
    true,
    'Le message dépasse la taille maximale de {limit} octets.',
    'The message exceeds the maximum size of {limit} bytes.',
  ),
  messageMalformed: entry(
    true,
    'Le message n’est pas conforme : {reason}.',
    'The message is malformed: {reason}.',
  ),
  mailLoop: entry(
    true,
    'Le message tourne en boucle entre serveurs.',
    'The message is looping between servers.',
  ),
  // EX_SSI_5090
  malwareFound: entry(
    true,
    'Le message n’est pas remis : {reason}.',
    'The message is not delivered: {reason}.',
  ),
  malwareInDeposit: entry(
    true,
    'Le message n’est pas enregistré : {reason}.',
    'The message is not saved: {reason}.',
  ),
  scanUnavailable: entry(
    false,
    'L’analyse antivirus du message n’a pas pu être faite. Réessayez plus tard.',
    'The message could not be scanned for malware. Try again later.',
  ),
  senderNotAllowed: entry(
    true,
    'L’adresse d’expéditeur {address} n’est pas celle de la boîte ouverte.',
    'The sender address {address} is not that of the opened mailbox.',
  ),
  headerSenderNotAllowed: entry(
    true,
    'L’en-tête {header} doit porter une seule adresse, celle de la boîte ouverte {address}.',
    'The {header} header must hold exactly one address, that of the opened mailbox {address}.',
  ),
  testMailboxIsolated: entry(
    true,
    'Une boîte de test n’échange qu’avec des boîtes de test : {address} ne peut pas être destinataire.',
    'A test mailbox exchanges with test mailboxes only: {address} cannot be a recipient.',
  ),
  sendingTooFast: entry(
    false,
    'Trop de destinataires en une heure (limite : {limit}). Le message n’est pas parti : réessayez plus tard, et prévenez votre gestionnaire si ces envois ne sont pas les vôtres.',
    'Too many recipients within an hour (limit: {limit}). The message was not sent: try again later, and tell your manager if these letters are not yours.',
  ),
  // -- identity and rights
  authenticationRequired: entry(true, 'Une authentification est nécessaire.', 'Authentication is required.'),
  authenticationFailed: entry(true, 'L’authentification a échoué.', 'Authentication failed.'),
  identityProviderUnavailable: entry(
    false,
    'Pro Santé Connect ne répond pas. Réessayez dans quelques minutes.',
    'Pro Santé Connect does not answer. Try again in a few minutes.',
  ),
  structureProviderUnavailable: entry(
    false,
    'Le service de connexion de la structure ne répond pas comme il doit. Réessayez dans quelques minutes, ou prévenez son service informatique.',
    'The sign-in service of the structure does not answer as it should. Try again in a few minutes, or tell its IT department.',
  ),
  tooManyAttempts: entry(
    false,
    'Trop de tentatives de connexion. Réessayez dans quelques minutes.',
    'Too many sign-in attempts. Try again in a few minutes.',
  ),
  sessionExpired: entry(
    true,
    'Votre session a expiré. Reconnectez-vous.',
    'Your session has expired. Sign in again.',
  ),
  forbidden: entry(true, 'Vous n’avez pas ce droit.', 'You do not have this right.'),
  notFound: entry(
    true,
    'Cet élément n’existe pas ou ne vous est pas accessible.',
    'This item does not exist or is not accessible to you.',
  ),
  balSuspended: entry(true, 'Cette boîte est suspendue.', 'This mailbox is suspended.'),
  sendRightMissing: entry(
    true,
    'Votre délégation ne permet pas d’envoyer depuis cette boîte.',
    'Your delegation does not allow sending from this mailbox.',
  ),
  readRightMissing: entry(
    true,
    'Votre délégation ne permet pas de lire cette boîte.',
    'Your delegation does not allow reading this mailbox.',
  ),
  nothingHere: entry(
    true,
    'Aucune BAL ni aucun rôle ne vous est ouvert chez cet opérateur.',
    'No mailbox and no role is open to you with this operator.',
  ),
  scopeMissing: entry(
    true,
    'La clé d’API n’a pas la portée « {scope} ».',
    'The API key does not have the scope “{scope}”.',
  ),
  // -- access de secours (RE_LPS_0100)
  secoursOff: entry(
    true,
    'L’accès de secours n’est pas ouvert dans cette structure. Demandez-le à son gestionnaire.',
    'Backup access is not open in this structure. Ask its manager.',
  ),
  secoursUnavailable: entry(
    true,
    'L’opérateur n’a pas configuré l’accès de secours : il ne peut pas être ouvert.',
    'The operator has not configured backup access: it cannot be opened.',
  ),
  secoursCodeWrong: entry(
    true,
    'Ce code n’est pas le bon. Vérifiez l’heure de votre téléphone et tapez le code affiché maintenant.',
    'This code is not right. Check the time of your telephone and type the code shown now.',
  ),
  // -- folders
  folderUnknown: entry(true, 'Ce dossier n’existe pas.', 'This folder does not exist.'),
  folderExists: entry(true, 'Ce dossier existe déjà.', 'This folder already exists.'),
  folderReserved: entry(
    true,
    'Ce dossier ne peut être ni renommé ni supprimé.',
    'This folder can be neither renamed nor deleted.',
  ),
  quotaExceeded: entry(
    true,
    'La boîte a atteint sa taille maximale.',
    'The mailbox has reached its maximum size.',
  ),
  limitReached: entry(
    true,
    'La demande dépasse ce qui peut être traité en une fois.',
    'The request exceeds what can be processed at once.',
  ),
  // -- administration
  addressTaken: entry(
    true,
    'L’adresse {address} est déjà celle d’une boîte.',
    'The address {address} already belongs to a mailbox.',
  ),
  domainNotOfTenant: entry(
    true,
    'Le domaine {domain} n’est pas l’un de ceux de la structure.',
    'The domain {domain} is not one of the structure’s.',
  ),
  accessHeld: entry(
    true,
    'Cette personne a déjà cet accès à la boîte : modifiez-le au lieu d’en ouvrir un autre.',
    'This person already has that access to the mailbox: change it instead of opening another.',
  ),
  accessOver: entry(
    true,
    'Cet accès a pris fin et reste comme trace : ouvrez-en un nouveau.',
    'This access is over and stays as a trace: open a new one.',
  ),
  lastManager: entry(
    true,
    'C’est la dernière personne à tenir ce rôle : nommez-en d’abord une autre.',
    'This is the last person to hold that role: name another one first.',
  ),
  personLeft: entry(
    true,
    'Cette personne a quitté la structure. Enregistrez-la de nouveau avant de lui ouvrir un droit.',
    'This person has left the structure. Register them again before giving them a right.',
  ),
  responsibleNeeded: entry(
    true,
    'Une boîte garde un responsable opérationnel : désignez son successeur au lieu de mettre fin à son accès.',
    'A mailbox keeps an operational responsible: name a successor instead of ending this access.',
  ),
  changedMeanwhile: entry(
    true,
    'Cet élément a changé depuis que vous l’avez lu. Rechargez-le, puis recommencez.',
    'This item changed since you read it. Reload it, then try again.',
  ),
  // -- opening and life of a BAL
  addressReserved: entry(
    true,
    'L’adresse {address} est réservée au service de messagerie. Choisissez-en une autre.',
    'The address {address} is reserved for the mail service. Choose another one.',
  ),
  addressRetired: entry(
    false,
    'L’adresse {address} a été celle d’un autre titulaire : elle pourra être donnée à partir du {from}.',
    'The address {address} belonged to another holder: it can be given from {from} on.',
  ),
  addressNotPersonal: entry(
    true,
    'L’adresse d’une BAL personnelle est prenom.nom, suivi d’un chiffre en cas d’homonymie : {expected} est attendu.',
    'The address of a personal mailbox is givenname.familyname, followed by a digit for homonyms: {expected} is expected.',
  ),
  addressNominative: entry(
    true,
    'L’adresse {address} nomme une personne. Une BAL qui n’est pas personnelle porte le nom d’un service, d’une structure ou d’un logiciel.',
    'The address {address} names a person. A mailbox that is not personal bears the name of a service, a structure or a program.',
  ),
  descriptionNominative: entry(
    true,
    'La description nomme une personne. Celle d’une BAL qui n’est pas personnelle dit un service, une structure ou un logiciel.',
    'The description names a person. That of a mailbox that is not personal tells a service, a structure or a program.',
  ),
  testMentionMissing: entry(
    true,
    'L’adresse d’une BAL de test porte la mention « test », par exemple cardiologie.test.',
    'The address of a test mailbox bears the word “test”, for instance cardiologie.test.',
  ),
  testMentionMisplaced: entry(
    true,
    'La mention « test » est réservée aux BAL de test. Choisissez une autre adresse, ou demandez une BAL de test.',
    'The word “test” is kept for test mailboxes. Choose another address, or ask for a test mailbox.',
  ),
  tooManyTestBals: entry(
    true,
    'L’opérateur a déjà {limit} BAL de test, le nombre permis. Supprimez-en une, ou demandez-le à l’opérateur.',
    'The operator already has {limit} test mailboxes, as many as are allowed. Delete one, or ask the operator to.',
  ),
  responsibleNotEntitled: entry(
    true,
    'Cette personne n’a pas d’identifiant national (RPPS ou ADELI) : elle peut répondre d’une BAL organisationnelle ou applicative sans la lire, pas d’une BAL personnelle.',
    'This person has no national identifier (RPPS or ADELI): they may answer for an organisational or applicative mailbox without reading it, not for a personal one.',
  ),
  tooManyCoholders: entry(
    true,
    'Une BAL organisationnelle d’une structure sans FINESS a au plus {limit} titulaires, responsable compris.',
    'An organisational mailbox of a structure without FINESS number has at most {limit} holders, the responsible included.',
  ),
  finessMalformed: entry(
    true,
    '« {finess} » n’est pas un numéro FINESS : neuf caractères, dont le dernier contrôle les autres. Vérifiez la saisie.',
    '“{finess}” is not a FINESS number: nine characters, the last of which checks the others. Check what was typed.',
  ),
  numberMalformed: entry(
    true,
    'Le numéro n’est pas valide : {reason}.',
    'The number is not valid: {reasonEn}.',
  ),
  finessMissing: entry(
    true,
    'Indiquez le FINESS géographique du site auquel la BAL appartient.',
    'Give the geographic FINESS number of the place the mailbox belongs to.',
  ),
  finessNotOfStructure: entry(
    true,
    'Le FINESS {finess} n’est pas celui d’un site de la structure. Déclarez d’abord ce site.',
    'The FINESS number {finess} is not that of a place of the structure. Declare this place first.',
  ),
  finessOfLegalEntity: entry(
    true,
    'Le FINESS juridique {finess} ne sert qu’à une BAL partagée entre plusieurs sites. Choisissez le FINESS géographique du site.',
    'The FINESS number {finess} of the legal entity serves only for a mailbox shared by several places. Choose that of the place.',
  ),
  placeInUse: entry(
    true,
    'Des BAL sont rattachées au site {finess}. Rattachez-les d’abord à un autre site.',
    'Mailboxes are attached to the place {finess}. Attach them to another place first.',
  ),
  quotaBelowUse: entry(
    true,
    'La BAL contient plus que ce quota : choisissez-en un plus grand, ou faites-y d’abord de la place.',
    'The mailbox holds more than this quota: choose a larger one, or make room in it first.',
  ),
  // EX_GBM_6020
  domainNotEmptied: entry(
    false,
    'L’Annuaire Santé publie peut-être encore des BAL de {domain}. Attendez le compte-rendu qui montre qu’il n’en publie plus aucune.',
    'The Annuaire Santé may still publish mailboxes of {domain}. Wait for the report that shows that it publishes none.',
  ),
  // EX_DCU_5030
  cguNotAccepted: entry(
    true,
    'Pour utiliser cette boîte, lisez et acceptez d’abord les conditions générales d’utilisation sur le portail.',
    'To use this mailbox, first read and accept the terms of use on the portal.',
  ),
  balNotOpen: entry(true, 'Cette boîte n’est pas encore ouverte.', 'This mailbox is not open yet.'),
  balNotInState: entry(
    true,
    'La BAL n’est pas dans un état qui permet cette action. Rechargez la page.',
    'The mailbox is not in a state that allows this action. Reload the page.',
  ),
  // -- directory
  directoryQueryTooShort: entry(
    true,
    'Cherchez avec {letters} lettres ou chiffres au moins : un nom, une ville, une structure, une spécialité.',
    'Search with at least {letters} letters or digits: a name, a town, a structure, a speciality.',
  ),
  // -- statistics
  statisticsNotRefused: entry(
    true,
    'Ces statistiques n’attendent pas de correction : elles sont en cours de dépôt, ou acceptées. Rechargez la page.',
    'These statistics await no correction: they are being deposited, or accepted. Reload the page.',
  ),
  directoryCopyNotPending: entry(
    true,
    'Cette copie de l’Annuaire n’attend plus d’accord. Rechargez la page.',
    'This copy of the Annuaire no longer awaits a yes. Reload the page.',
  ),
  // -- queue
  deliveryUnderway: entry(
    false,
    'Cet envoi est en cours auprès du serveur destinataire. Réessayez dans quelques instants.',
    'This sending is under way with the recipient’s server. Try again in a moment.',
  ),
  deliveryNotWaiting: entry(
    true,
    'Cette remise n’est plus dans un état qui permet cette action. Rechargez la page.',
    'This delivery is no longer in a state that allows this action. Reload the page.',
  ),
  // -- requests sent twice
  requestUnderway: entry(
    false,
    'La même demande est en cours de traitement. Réessayez dans quelques instants avec la même clé d’idempotence.',
    'The same request is being processed. Try again in a moment with the same idempotency key.',
  ),
  requestOutcomeUnknown: entry(
    true,
    'Nous ne savons pas comment cette demande s’est terminée. Vérifiez si elle a été faite ; sinon, recommencez avec une nouvelle clé d’idempotence.',
    'We cannot tell how this request ended. Check whether it was done; if not, start again with a new idempotency key.',
  ),
  alreadySent: entry(
    true,
    'Ce message est déjà parti : il ne part pas deux fois.',
    'This message was sent already: it does not leave twice.',
  ),
  uploadUnknown: entry(
    true,
    'Une pièce jointe n’est plus là : elle a expiré, elle a déjà servi ou elle n’est pas à vous. Envoyez-la de nouveau.',
    'An attachment is no longer there: it expired, it has served already or it is not yours. Upload it again.',
  ),
  idempotencyKeyReused: entry(
    true,
    'Cette clé d’idempotence a déjà servi à une autre demande. Prenez-en une nouvelle.',
    'This idempotency key has served for another request. Take a new one.',
  ),
  // -- people of a directory (RFC 7644)
  identityTaken: entry(
    true,
    'La valeur de « {field} » est déjà celle d’un autre élément de cette structure. Retrouvez-le, puis modifiez-le.',
    'The value of “{field}” already belongs to another item of this structure. Find it, then change it.',
  ),
  identityFixed: entry(
    true,
    '« {field} » ne change pas une fois donné. Supprimez la personne, puis créez-la de nouveau.',
    '“{field}” does not change once given. Delete the person, then create them again.',
  ),
  // -- input
  inputInvalid: entry(
    true,
    'La valeur de « {field} » n’est pas valide.',
    'The value of “{field}” is not valid.',
  ),
  oneDirectionNeeded: entry(
    true,
    'Demandez une page dans un seul sens : « first », avec « after » au besoin, ou « last », avec « before » au besoin.',
    'Ask for a page in one direction: “first”, with “after” if need be, or “last”, with “before” if need be.',
  ),
  // -- events
  cursorTooOld: entry(
    true,
    'Ce curseur est trop ancien : des événements qui le suivaient ne sont plus gardés. Relisez ce qui vous intéresse, puis reprenez à « lastEventCursor ».',
    'This cursor is too old: events that followed it are kept no more. Read again what you need, then resume at “lastEventCursor”.',
  ),
  webhookStopped: entry(
    true,
    'Ce webhook est arrêté : remettez-le d’abord en service.',
    'This webhook is stopped: put it back in service first.',
  ),
  // -- bulk
  csvUnreadable: entry(
    true,
    'Ce fichier n’est pas un fichier CSV lisible. Enregistrez votre tableau au format « CSV UTF-8 », puis envoyez-le de nouveau.',
    'This file is not a readable CSV file. Save your table as “CSV UTF-8”, then send it again.',
  ),
  csvMalformed: entry(
    true,
    'Le fichier n’est plus lisible à partir de la ligne {line} : un guillemet n’y est pas fermé, ou elle a trop de colonnes. Corrigez-la, puis envoyez-le de nouveau.',
    'The file cannot be read from line {line} on: a quote is not closed there, or it has too many columns. Correct it, then send the file again.',
  ),
  csvColumnUnknown: entry(
    true,
    'La colonne « {column} » n’est pas connue. Colonnes attendues : {known}.',
    'The column “{column}” is not known. Expected columns: {known}.',
  ),
  csvColumnTwice: entry(
    true,
    'La colonne « {column} » est présente deux fois. Gardez-en une.',
    'The column “{column}” is there twice. Keep one.',
  ),
  csvColumnMissing: entry(
    true,
    'La colonne « {column} » manque. Ajoutez-la à la première ligne du fichier.',
    'The column “{column}” is missing. Add it to the first line of the file.',
  ),
  csvEmpty: entry(
    true,
    'Le fichier ne contient aucune ligne à traiter. Vérifiez que la première ligne porte les noms des colonnes.',
    'The file holds no row to process. Check that its first line has the names of the columns.',
  ),
  tooManyRows: entry(
    true,
    'Il y a plus de {limit} lignes, le nombre permis en une fois. Découpez-les en plusieurs envois.',
    'There are more than {limit} rows, as many as are allowed at once. Split them into several sendings.',
  ),
  fileTooLarge: entry(
    true,
    'Le fichier dépasse {limit} Mo. Découpez-le en plusieurs envois.',
    'The file is larger than {limit} MB. Split it into several sendings.',
  ),
  rowTooLong: entry(
    true,
    'La ligne a plus de valeurs que le fichier n’a de colonnes. Vérifiez ses séparateurs et ses guillemets.',
    'The row has more values than the file has columns. Check its separators and quotes.',
  ),
  rowRepeated: entry(
    true,
    'La ligne répète la ligne {line}. Gardez-en une.',
    'The row repeats row {line}. Keep one.',
  ),
  cellMissing: entry(
    true,
    'La colonne « {column} » est vide. Remplissez-la.',
    'The column “{column}” is empty. Fill it in.',
  ),
  cellInvalid: entry(
    true,
    '« {value} » n’est pas compris dans la colonne « {column} » : {expected}.',
    '“{value}” is not understood in the column “{column}”: {expected}.',
  ),
  balDiffers: entry(
    true,
    'La BAL {address} existe déjà avec une autre valeur de « {column} ». Un import ne change pas une BAL existante : modifiez-la elle-même, ou corrigez la ligne.',
    'The mailbox {address} exists already with another value of “{column}”. An import does not change an existing mailbox: change the mailbox itself, or correct the row.',
  ),
  rowFault: entry(
    false,
    'Un incident a empêché de traiter cette ligne ; rien n’en a été gardé. Envoyez-la de nouveau.',
    'A fault prevented this row from being processed; nothing of it was kept. Send it again.',
  ),
  operationOver: entry(
    true,
    'Cette opération est déjà terminée. Rechargez la page.',
    'This operation is over already. Reload the page.',
  ),
  operationNotUndoable: entry(
    true,
    'Cette opération ne peut pas être annulée : elle n’est pas terminée, n’a rien ouvert, ou l’a déjà été.',
    'This operation cannot be rolled back: it is not over, opened nothing, or was rolled back already.',
  ),
  openedSinceUsed: entry(
    true,
    'Ce qui a été ouvert a servi ou changé depuis : il n’est plus annulé d’ici. Modifiez-le ou supprimez-le directement.',
    'What was opened has been used or changed since: it is no longer rolled back from here. Change or delete it itself.',
  ),
  // -- whitelist publication (EX_2.2_5050)
  listeBlancheRefused: entry(
    true,
    'La liste blanche reçue est refusée : {reason}. La dernière liste valide reste utilisée.',
    'The received whitelist is refused: {reason}. The last valid list stays in use.',
  ),
  listeBlancheNotPending: entry(
    true,
    'Cette liste blanche n’attend plus d’accord. Rechargez la page pour voir la liste en vigueur.',
    'This whitelist awaits no approval any more. Reload the page to see the list in force.',
  ),
  listeBlancheUnreachable: entry(
    false,
    'La liste blanche n’a pas pu être téléchargée. La dernière liste valide reste utilisée.',
    'The whitelist could not be downloaded. The last valid list stays in use.',
  ),
} as const satisfies Record<string, RefusalEntry>;

export type RefusalCode = keyof typeof REFUSALS;

export interface RefusalEntry {
  readonly permanent: boolean;
  readonly fr: string;
  readonly en: string;
}

function entry(permanent: boolean, fr: string, en: string): RefusalEntry {
  return { permanent, fr, en };
}
