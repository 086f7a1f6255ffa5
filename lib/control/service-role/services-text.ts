import type { ServiceGrant } from '@/lib/contract/service-role';

/** "dynamodb at http://localhost:8000, sqs in eu-central-1": for the audit log. */
export function servicesText(services: readonly ServiceGrant[]): string {
  if (services.length === 0) return 'every service of AWS';
  return services
    .map(
      ({ service, region, endpoint }) =>
        `${service}${region === '' ? '' : ` in ${region}`}${endpoint === '' ? '' : ` at ${endpoint}`}`,
    )
    .join(', ');
}
