import { z } from 'zod';
import { entityId, methodKey, name, version } from './common';

const settings = {
  name: name('validator', 128),
  validateRequestBody: z.boolean().default(false),
  validateRequestParameters: z.boolean().default(false),
};

export const createRequestValidatorInput = z.object({ restApiId: entityId, ...settings });
export type CreateRequestValidatorInput = z.input<typeof createRequestValidatorInput>;

export const requestValidatorRef = z.object({ restApiId: entityId, requestValidatorId: entityId });
export type RequestValidatorRef = z.infer<typeof requestValidatorRef>;

export const updateRequestValidatorInput = requestValidatorRef.extend({ version, ...settings });
export type UpdateRequestValidatorInput = z.input<typeof updateRequestValidatorInput>;

export const deleteRequestValidatorInput = requestValidatorRef.extend({ version: version.optional() });
export type DeleteRequestValidatorInput = z.input<typeof deleteRequestValidatorInput>;

export const requestValidatorDetail = z.object({
  id: entityId,
  restApiId: entityId,
  name: z.string(),
  validateRequestBody: z.boolean(),
  validateRequestParameters: z.boolean(),
  version,
  usedBy: z.array(z.object({ resourceId: entityId, path: z.string(), httpMethod: methodKey })),
});
export type RequestValidatorDetail = z.infer<typeof requestValidatorDetail>;

/** What API Gateway's console offers. */
export const STANDARD_VALIDATORS = [
  { name: 'Validate body', validateRequestBody: true, validateRequestParameters: false },
  {
    name: 'Validate query string parameters and headers',
    validateRequestBody: false,
    validateRequestParameters: true,
  },
  {
    name: 'Validate body, query string parameters, and headers',
    validateRequestBody: true,
    validateRequestParameters: true,
  },
] as const;
