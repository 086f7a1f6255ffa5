// The credentials that AWS service integrations sign with, by the role names that integrations hold.
import type { ServiceRole } from '../model';
import { NamedTable } from './named-table';

export type ServiceRoleTable = NamedTable<ServiceRole>;

export const emptyServiceRoleTable = (): ServiceRoleTable => new NamedTable(({ roleId }) => roleId);
