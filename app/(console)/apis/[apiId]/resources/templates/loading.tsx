import { WorkbenchSkeleton } from './workbench-skeleton';

export default function Loading() {
  return <WorkbenchSkeleton />;
}
