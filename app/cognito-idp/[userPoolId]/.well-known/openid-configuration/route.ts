import { getPoolDiscovery } from '@/lib/control/user-pool/discovery';
import { poolDocument } from '@/lib/server/cognito-idp';

export const GET = poolDocument(getPoolDiscovery);
