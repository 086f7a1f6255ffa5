'use client';

import { useAction } from '@/components/form/use-action';
import { useShowFunction } from '@/components/function/use-show-function';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { addFunctionPermissionAction } from '@/lib/actions/function';
import { useFunction } from '@/lib/client/functions';
import { useCan } from '@/lib/client/member';
import { allowsSource, lambdaTarget } from '@/lib/contract/function-arn';

/** Says when the function does not let the API's authorizers call it, and changes that. */
export function AuthorizerPermission({ apiId, uri }: Readonly<{ apiId: string; uri: string }>) {
  const target = lambdaTarget(uri);
  if (target === undefined || uri.includes('stageVariables')) return null;
  return <KnownFunction apiId={apiId} functionName={target.name} qualifier={target.qualifier} />;
}

function KnownFunction({
  apiId,
  functionName,
  qualifier,
}: Readonly<{ apiId: string; functionName: string; qualifier: string | undefined }>) {
  const show = useShowFunction();
  const mayWrite = useCan('function:write');
  const { data: detail } = useFunction(functionName);
  const allow = useAction(addFunctionPermissionAction, {
    success: `${functionName} lets authorizers of this API call it`,
    onSuccess: show,
  });
  if (detail === undefined) return null;
  const [, , , region = '', accountId = ''] = detail.arn.split(':');
  const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/authorizers/*`;
  if (detail.permissions.some((permission) => allowsSource(permission, qualifier, sourceArn))) return null;
  const statementId = `authorizers-${apiId}${qualifier === undefined ? '' : `-${qualifier.replace('$', '')}`}`;
  return (
    <Alert
      variant="warning"
      title={`${functionName} does not let this API’s authorizers call it`}
      action={
        mayWrite ? (
          <Button
            variant="outline"
            size="sm"
            loading={allow.pending}
            onClick={() =>
              void allow.run({ functionName, statementId, sourceArn, ...(qualifier ? { qualifier } : {}) })
            }
          >
            Allow
          </Button>
        ) : undefined
      }
    >
      Without a permission every call to its methods is answered with 500.
    </Alert>
  );
}
