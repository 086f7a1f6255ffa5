import { UnavailableError } from '../errors';

const PATIENCE_MS = 5_000;

/**
 * For a read that nothing depends on: a database that neither answers nor refuses (a frozen server, a network that
 * swallows) must not hold up everyone who asks. The read itself goes on and is forgotten.
 */
export async function inTime<T>(read: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new UnavailableError('The database does not answer right now. Nothing was changed; try again soon.')),
      patienceMs,
    );
  });
  try {
    return await Promise.race([read, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
