// How a sandbox process is started: nothing of ours in its environment, no file but the code, no process, no thread.
// https://nodejs.org/docs/latest-v20.x/api/permissions.html
import { type ChildProcess, spawn } from 'node:child_process';
import type { FunctionVersion, LocalFunction } from '../model';

export interface LaunchOptions {
  /** The sandbox's bundle. */
  readonly program: string;
  readonly region: string;
  /** Trust stores and the path, no secrets. */
  readonly processEnv: Readonly<Record<string, string>>;
}

const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
/** Newer versions of Node deny the network too, unless told otherwise. */
const OPTIONAL_FLAGS = ['--allow-net', '--disable-sigusr1'].filter((flag) =>
  process.allowedNodeEnvironmentFlags.has(flag),
);

export function launchSandbox({ program, processEnv }: LaunchOptions, codeDir: string, memoryMb: number): ChildProcess {
  const flags = [
    PERMISSION,
    ...OPTIONAL_FLAGS,
    `--allow-fs-read=${program}`,
    `--allow-fs-read=${codeDir}`,
    '--no-addons',
    '--no-warnings',
    `--max-old-space-size=${memoryMb}`,
    '--max-semi-space-size=8',
  ];
  return spawn(process.execPath, [...flags, program], {
    cwd: codeDir,
    env: { ...processEnv, TZ: ':UTC', LANG: 'en_US.UTF-8' } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
}

export const arnOf = (region: string, { accountId, name }: Pick<LocalFunction, 'accountId' | 'name'>): string =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}`;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: what Lambda sets can't be replaced. */
export function environmentOf(
  definition: LocalFunction,
  { version, environment, handler, memoryMb }: FunctionVersion,
  codeDir: string,
  region: string,
): Readonly<Record<string, string>> {
  const major = process.versions.node.split('.')[0];
  return {
    ...environment,
    _HANDLER: handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${major}.x`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: version,
    AWS_REGION: region,
    LAMBDA_TASK_ROOT: codeDir,
  };
}
