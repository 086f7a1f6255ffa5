import { z } from 'zod';
import { description, entityId, timestamp } from './common';
import { canarySettings, stageName, stageSummary } from './stage';

/**
 * Copies the working definition and points a stage at the copy, or its canary where it has one; a new stage name makes
 * the stage, none only copies.
 */
export const createDeploymentInput = z.object({
  restApiId: entityId,
  stageName: stageName.optional(),
  description: description.default(''),
  /** The copy goes to the stage's canary, made with these settings where there is none. */
  canarySettings: canarySettings.omit({ deploymentId: true }).partial().optional(),
  /** Deploys although template cases fail; the audit entry names them. */
  overrideFailingCases: z.boolean().default(false),
});
export type CreateDeploymentInput = z.input<typeof createDeploymentInput>;

export const deploymentSummary = z.object({
  id: entityId,
  number: z.number().int(),
  description: z.string(),
  createdByName: z.string(),
  createdAt: timestamp,
  stageNames: z.array(stageName),
  /** Stages whose canary serves it. */
  canaryStageNames: z.array(stageName),
});
export type DeploymentSummary = z.infer<typeof deploymentSummary>;

export const deploymentRef = z.object({ restApiId: entityId, deploymentId: entityId });
export type DeploymentRef = z.infer<typeof deploymentRef>;

export const updateDeploymentInput = deploymentRef.extend({ description });
export type UpdateDeploymentInput = z.input<typeof updateDeploymentInput>;

export const deploymentDetail = deploymentSummary.extend({
  /** The working copy has changed since. */
  behind: z.boolean(),
  routes: z.array(z.object({ path: z.string(), method: z.string(), integrationType: z.string() })),
});
export type DeploymentDetail = z.infer<typeof deploymentDetail>;

/** The answer of a deploy; stage is null where the definition was only copied. */
export const deploymentResult = deploymentSummary.extend({ stage: stageSummary.nullable() });
export type DeploymentResult = z.infer<typeof deploymentResult>;

export const WORKING_COPY = 'working-copy';
/** Each a deployment's id, or WORKING_COPY. */
export const diffDeploymentsInput = z.object({ restApiId: entityId, from: entityId, to: entityId });

export const definitionChange = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  /** "GET /pets/{petId}", "/pets", "model Pet", "gateway response THROTTLED", "API". */
  place: z.string(),
  /** For changed: each differing field. */
  fields: z.array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});
export type DefinitionChange = z.infer<typeof definitionChange>;

/** from and to as people call them: "Deployment 3", "Working copy". */
export const definitionDiff = z.object({ from: z.string(), to: z.string(), changes: z.array(definitionChange) });
export type DefinitionDiff = z.infer<typeof definitionDiff>;
