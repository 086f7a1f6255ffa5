/** A variable that is not there is nothing, and so is whatever JavaScript's objects have of that name. */
export const stageVariable = (variables: Readonly<Record<string, string>>, name: string): string =>
  (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? '';
