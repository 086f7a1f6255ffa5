import 'server-only';
import type { SignInHint } from '@/components/auth/sign-in-form';
import { demoSignIns } from '@/lib/control/demo/sign-ins';
import { env } from '@/lib/env';
import { newUuid } from '@/lib/ids';
import { createCtx } from './context';

/** What the sign-in pages of a demo fill in by a press. None anywhere else. */
export async function signInHints(): Promise<SignInHint[]> {
  return env.demo ? demoSignIns(await createCtx(newUuid())) : [];
}
