export const SIPIL_PATH = '/sipil';
export const POST_FILE_PATH = '/sipil/postFile';
export const GET_REPORT_PATH = '/sipil/getReport';
export const SIPIL_CONTROL_PATH = '/sipil/control';
export const SIPIL_ARCHIVE_PATH = '/sipil/archive';
