export const POST_FILE_PATH = '/sipil/postFile';
export const SIPIL_CONTROL_PATH = '/sipil/control';
