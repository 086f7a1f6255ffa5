'use client';

import { useAction } from '@/components/form/use-action';
import { count } from '@/components/rest-api/delete-api-dialog';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { resetGatewayResponseAction } from '@/lib/actions/gateway-response';
import type { GatewayResponseDetail } from '@/lib/contract/gateway-response';

export function ResetDialog({
  apiId,
  response,
  onClose,
}: Readonly<{ apiId: string; response: GatewayResponseDetail; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const reset = useAction(resetGatewayResponseAction, {
    success: `${response.responseType} is the default again. Deploy to make it live.`,
    onReload: () => void refresh(),
    onSuccess: () => void refresh(),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Reset ${response.responseType}?`}
      description="Callers get the default again after the next deployment."
      losses={lossesOf(response)}
      confirmLabel="Reset to default"
      onConfirm={async () =>
        (await reset.run({
          restApiId: apiId,
          responseType: response.responseType,
          version: response.version ?? 0,
        })) !== null
      }
    />
  );
}

function lossesOf(response: GatewayResponseDetail): string[] {
  const headers = Object.keys(response.responseParameters).length;
  const templates = Object.keys(response.responseTemplates).length;
  return [
    ...(response.statusCode ? [`Its status ${response.statusCode}`] : []),
    ...(headers > 0 ? [count(headers, 'header')] : []),
    ...(templates > 0 ? [`${count(templates, 'body template')} of your own`] : []),
  ];
}
