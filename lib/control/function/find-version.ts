import { LATEST } from '@/lib/contract/function';
import { type FunctionRecord, LATEST_NUMBER, type VersionRecord } from '@/lib/store/functions';

/** What a qualifier stands for: $LATEST, a version's number, or an alias. */
export function findVersion(record: FunctionRecord, qualifier: string): VersionRecord | undefined {
  const alias = record.aliases.find(({ name }) => name === qualifier);
  const number = alias?.versionNumber ?? versionNumber(qualifier);
  return number === LATEST_NUMBER ? record.latest : record.versions.find((version) => version.number === number);
}

/** Of "$LATEST" or digits. */
export const versionNumber = (name: string): number => (name === LATEST ? LATEST_NUMBER : Number(name));
