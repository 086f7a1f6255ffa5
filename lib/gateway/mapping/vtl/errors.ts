// What is wrong with a template: with its text, found when it is saved, or with one rendering of it.

/** Where something stands in a template, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The template's text is not Velocity. */
export class TemplateSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, place: Place) {
    super(message);
    this.name = 'TemplateSyntaxError';
    this.line = place.line;
    this.column = place.column;
  }
}

/** A rendering that came to no end: a budget ran out, or a method refused its arguments as Java's does. */
export class TemplateError extends Error {
  /** Of the directive or reference that was being rendered. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, place: Place) {
    super(`${message} (line ${place.line}, column ${place.column})`);
    this.name = 'TemplateError';
    this.line = place.line;
    this.column = place.column;
  }
}
