export { default } from './[apiId]/not-found';
