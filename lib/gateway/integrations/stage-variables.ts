// ${stageVariables.name} in URIs and ARNs: put in when the stage is compiled. A variable that is not there is nothing.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
import { stageVariable } from '../mapping/stage-variable';

const STAGE_VARIABLE = /\$\{stageVariables(?:\.([A-Za-z0-9_]+)|\['([A-Za-z0-9_]+)'\])\}/g;

export interface Filled {
  readonly text: string;
  /** What is wrong with the text may be the stage's doing. */
  readonly usesVariables: boolean;
}

export function fillStageVariables(text: string, stageVariables: Readonly<Record<string, string>>): Filled {
  let usesVariables = false;
  const filled = text.replace(STAGE_VARIABLE, (_, plain?: string, quoted?: string) => {
    usesVariables = true;
    return stageVariable(stageVariables, plain ?? quoted ?? '');
  });
  return { text: filled, usesVariables };
}
