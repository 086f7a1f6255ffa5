// Where each Lambda function is invoked.
import type { FunctionEndpoint } from '../model';
import { NamedTable } from './named-table';

export type FunctionTable = NamedTable<FunctionEndpoint>;

export const emptyFunctionTable = (): FunctionTable => new NamedTable(({ functionId }) => functionId);
