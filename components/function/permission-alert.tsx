'use client';

import { useAction } from '@/components/form/use-action';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { allowMethodAction } from '@/lib/actions/function';
import { useFunction } from '@/lib/client/functions';
import { useCan } from '@/lib/client/member';
import type { MethodKey } from '@/lib/contract/common';
import { allowsSource, lambdaTarget, methodSourceArn } from '@/lib/contract/function-arn';
import { useShowFunction } from './use-show-function';

interface Method {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: MethodKey;
  readonly path: string;
}

/** Says when the function that a URI names does not let the method call it, and changes that. */
export function PermissionAlert({ uri, method }: Readonly<{ uri: string; method: Method }>) {
  const target = lambdaTarget(uri);
  if (target === undefined) return null;
  if (uri.includes('stageVariables')) {
    return (
      <Alert variant="info" title="Each function needs a permission">
        The function depends on the stage: allow this method on the Permissions page of each one that a stage names.
      </Alert>
    );
  }
  return <KnownFunction functionName={target.name} qualifier={target.qualifier} method={method} />;
}

function KnownFunction({
  functionName,
  qualifier,
  method,
}: Readonly<{ functionName: string; qualifier: string | undefined; method: Method }>) {
  const show = useShowFunction();
  const mayWrite = useCan('function:write');
  const { data: detail } = useFunction(functionName);
  const { restApiId, resourceId, httpMethod } = method;
  const allow = useAction(allowMethodAction, {
    success: `${functionName} lets ${httpMethod} ${method.path} call it`,
    onSuccess: show,
  });
  if (detail === undefined) return null;
  const source = methodSourceArn(detail.arn, method);
  if (detail.permissions.some((permission) => allowsSource(permission, qualifier, source))) return null;
  return (
    <Alert
      variant="warning"
      title={`${functionName} does not let this method call it`}
      action={
        mayWrite ? (
          <Button
            variant="outline"
            size="sm"
            loading={allow.pending}
            onClick={() => void allow.run({ functionName, qualifier, restApiId, resourceId, httpMethod })}
          >
            Add permission
          </Button>
        ) : null
      }
    >
      Without a permission, calls are answered with 500.
    </Alert>
  );
}
