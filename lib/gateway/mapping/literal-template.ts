// Mapping templates are literal text until the Velocity engine comes: what it would interpret is refused, not sent raw.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html

const REFERENCE = /\$!?\{?[A-Za-z_]/;
const DIRECTIVE =
  /##|#\*|#\[\[|#@|#\{?(?:set|if|elseif|else|end|foreach|include|parse|stop|break|evaluate|define|macro)\b/;

/** True when the Velocity engine would render the text as it stands. */
export const isLiteralTemplate = (text: string): boolean => !REFERENCE.test(text) && !DIRECTIVE.test(text);
