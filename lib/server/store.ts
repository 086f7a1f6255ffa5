import 'server-only';

export { openStore } from '@/lib/store/open';
