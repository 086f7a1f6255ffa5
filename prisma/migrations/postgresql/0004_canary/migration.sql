-- AlterTable
ALTER TABLE "MetricPoint" DROP CONSTRAINT "MetricPoint_pkey",
ADD COLUMN     "canary" BOOLEAN NOT NULL DEFAULT false,
ADD CONSTRAINT "MetricPoint_pkey" PRIMARY KEY ("restApiId", "stageName", "resource", "method", "periodSeconds", "startsAt", "shard", "canary");

-- CreateTable
CREATE TABLE "StageCanary" (
    "stageId" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "percentTraffic" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "stageVariableOverrides" JSONB NOT NULL DEFAULT '{}',
    "useStageCache" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StageCanary_pkey" PRIMARY KEY ("stageId")
);

-- CreateIndex
CREATE INDEX "StageCanary_deploymentId_idx" ON "StageCanary"("deploymentId");

-- AddForeignKey
ALTER TABLE "StageCanary" ADD CONSTRAINT "StageCanary_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StageCanary" ADD CONSTRAINT "StageCanary_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
