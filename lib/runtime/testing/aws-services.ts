// For tests of what people do, which may not run parts of the gateway themselves.
export { type DynamoDb, startDynamoDb } from '@/lib/gateway/testing/dynamodb';
export { type QueryService, startQueryService } from '@/lib/gateway/testing/query-service';
