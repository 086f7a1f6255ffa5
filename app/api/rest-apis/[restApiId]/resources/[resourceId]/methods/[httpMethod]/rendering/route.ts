import { MAX_RENDER_INPUT_BYTES } from '@/lib/contract/template-rendering';
import { renderTemplate } from '@/lib/control/template/render';
import { bodyRoute } from '@/lib/server/route';

/** The body is the template with its sample. Not a server action: one that was typed over meanwhile is given up. */
export const POST = bodyRoute({ maxBytes: MAX_RENDER_INPUT_BYTES, run: renderTemplate });
