import { MAX_ZIP_BYTES } from '@/lib/contract/function';
import { getFunctionCode } from '@/lib/control/function/get-code';
import { uploadFunctionCode } from '@/lib/control/function/update-code';
import { bodyRoute, route } from '@/lib/server/route';

export const GET = route({ run: getFunctionCode });

/** The body is the zip: larger than what a server action takes, and the browser can tell how far it is. */
export const PUT = bodyRoute({ maxBytes: MAX_ZIP_BYTES, run: uploadFunctionCode });
