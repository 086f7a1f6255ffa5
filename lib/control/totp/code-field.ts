import { InvalidInputError, UnauthenticatedError } from '@/lib/errors';

/** For people who are signed in, a wrong code is a field to correct, not a session that ended. */
export async function asFieldError<T>(taking: Promise<T>): Promise<T> {
  try {
    return await taking;
  } catch (error) {
    if (error instanceof UnauthenticatedError) throw new InvalidInputError(error.message, { code: [error.message] });
    throw error;
  }
}
