export const POST_FILE_PATH = '/sipil/postFile';
export const GET_REPORT_PATH = '/sipil/getReport';
export const SIPIL_CONTROL_PATH = '/sipil/control';
