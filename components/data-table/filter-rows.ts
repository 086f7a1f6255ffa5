/** Rows whose text has every word of the query, in any order and case. */
export function filterRows<Row>(rows: readonly Row[], query: string, textOf: (row: Row) => string): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The searchable text of a row when the table is not told: everything in it that is text or a number. */
export function rowText(row: unknown): string {
  if (typeof row === 'string' || typeof row === 'number') return String(row);
  if (Array.isArray(row)) return row.map(rowText).join('\n');
  if (typeof row === 'object' && row !== null && !(row instanceof Date)) {
    return Object.values(row).map(rowText).join('\n');
  }
  return '';
}
