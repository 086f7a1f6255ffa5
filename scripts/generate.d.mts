export function toPostgresql(schema: string): string;
