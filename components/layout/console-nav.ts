import {
  Activity,
  Boxes,
  Braces,
  Fingerprint,
  Gauge,
  Globe,
  KeyRound,
  Layers,
  ListTree,
  MessageSquareWarning,
  Package,
  Rocket,
  ScanSearch,
  ScrollText,
  Settings,
  ShieldCheck,
  SlidersHorizontal,
  SquareFunction,
  UserRoundCheck,
  Users,
  Waypoints,
} from 'lucide-react';
import { routes } from '@/lib/client/routes';
import type { NavSection } from './nav';

export function consoleNav(): NavSection[] {
  return [
    {
      items: [
        { href: routes.apis(), label: 'APIs', icon: Boxes },
        { href: routes.functions(), label: 'Functions', icon: SquareFunction },
        { href: routes.domains(), label: 'Domain names', icon: Globe },
      ],
    },
    {
      label: 'Access',
      items: [
        { href: routes.iam(), label: 'IAM', icon: Fingerprint },
        { href: routes.keys(), label: 'API keys', icon: KeyRound },
        { href: routes.plans(), label: 'Usage plans', icon: Gauge },
        { href: routes.userPools(), label: 'User pools', icon: Users },
      ],
    },
    {
      label: 'Portal',
      items: [
        { href: routes.products(), label: 'Products', icon: Package },
        { href: routes.subscriptions(), label: 'Subscriptions', icon: UserRoundCheck },
      ],
    },
    {
      label: 'Account',
      items: [
        { href: routes.audit(), label: 'Audit log', icon: ScrollText },
        { href: routes.settings.index(), label: 'Settings', icon: Settings },
      ],
    },
  ];
}

export function settingsTabs() {
  return [
    { href: routes.settings.index(), label: 'You', exact: true },
    { href: routes.settings.members(), label: 'Members' },
    { href: routes.settings.serviceRoles(), label: 'Service roles' },
    { href: routes.settings.gateway(), label: 'Gateway' },
    { href: routes.settings.demoData(), label: 'Demo data' },
  ];
}

/** The pages of one API: shown under its name while one of them is open. */
export function apiNav(apiId: string, apiName: string): NavSection {
  const api = routes.api(apiId);
  return {
    label: apiName,
    items: [
      { href: api.resources(), label: 'Resources', icon: ListTree },
      { href: api.stages(), label: 'Stages', icon: Layers },
      { href: api.deployments(), label: 'Deployments', icon: Rocket },
      { href: api.dashboard(), label: 'Dashboard', icon: Activity },
      { href: api.logs(), label: 'Logs', icon: ScrollText },
      { href: api.traces(), label: 'Traces', icon: Waypoints },
      { href: api.authorizers(), label: 'Authorizers', icon: ShieldCheck },
      { href: api.access(), label: 'Access', icon: ScanSearch },
      { href: api.models(), label: 'Models', icon: Braces },
      { href: api.gatewayResponses(), label: 'Gateway responses', icon: MessageSquareWarning },
      { href: api.settings(), label: 'API settings', icon: SlidersHorizontal },
    ],
  };
}
