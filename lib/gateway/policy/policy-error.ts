// What is wrong with a policy document, and where: "line 3, column 7", or "Statement[2].Condition.IpAddress".

export class PolicyError extends Error {
  readonly place: string;
  /** Without the place. */
  readonly detail: string;

  constructor(place: string, detail: string) {
    super(place === '' ? detail : `${place}: ${detail}`);
    this.name = 'PolicyError';
    this.place = place;
    this.detail = detail;
  }
}
