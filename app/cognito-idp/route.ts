import { handleIdp, preflight } from '@/lib/server/cognito-idp';

export const POST = handleIdp;
export const OPTIONS = preflight;
