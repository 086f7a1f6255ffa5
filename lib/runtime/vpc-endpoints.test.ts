import { expect, it } from 'vitest';
import { parseVpcEndpoints } from './vpc-endpoints';

const ID = 'vpce-0123456789abcdef0';
const VPC = 'vpc-0123456789abcdef0';

it('reads ids and addresses', () => {
  expect(parseVpcEndpoints([`${ID}@127.0.0.1:8443/${VPC}`, `vpce-01234567@[::1]:0/vpc-01234567`])).toEqual([
    { id: ID, vpcId: VPC, host: '127.0.0.1', port: 8443 },
    { id: 'vpce-01234567', vpcId: 'vpc-01234567', host: '::1', port: 0 },
  ]);
});

it.each<[string[], string]>([
  [
    [`vpc-1@127.0.0.1:8443/${VPC}`],
    'it is not of the form vpce-0123456789abcdef0@127.0.0.1:8443/vpc-0123456789abcdef0',
  ],
  [[`${ID}@127.0.0.1/${VPC}`], 'it is not of the form'],
  [[`${ID}@127.0.0.1:8443`], 'it is not of the form'],
  [[`${ID}@127.0.0.1:70000/${VPC}`], '70000 is no port'],
  [[`${ID}@[1.2.3.4]:80/${VPC}`], '[1.2.3.4] is no IPv6 address'],
  [[`${ID}@a:1/${VPC}`, `${ID}@b:2/${VPC}`], 'its id is listed twice'],
  [[`${ID}@a:1/${VPC}`, `vpce-01234567@a:1/${VPC}`], 'its address is listed twice'],
])('refuses %j', (entries, message) => {
  expect(() => parseVpcEndpoints(entries)).toThrow(message);
  expect(() => parseVpcEndpoints(entries)).toThrow(`GATEHOUSE_VPC_ENDPOINTS lists ${JSON.stringify(entries.at(-1))}: `);
});
