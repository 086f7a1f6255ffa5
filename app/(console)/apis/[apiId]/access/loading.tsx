export { ApiPageLoading as default } from '../page-loading';
