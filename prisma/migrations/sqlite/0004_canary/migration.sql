-- CreateTable
CREATE TABLE "StageCanary" (
    "stageId" TEXT NOT NULL PRIMARY KEY,
    "deploymentId" TEXT NOT NULL,
    "percentTraffic" REAL NOT NULL DEFAULT 0,
    "stageVariableOverrides" JSONB NOT NULL DEFAULT '{}',
    "useStageCache" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "StageCanary_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "StageCanary_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_MetricPoint" (
    "periodSeconds" INTEGER NOT NULL,
    "startsAt" INTEGER NOT NULL,
    "restApiId" TEXT NOT NULL,
    "stageName" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "canary" BOOLEAN NOT NULL DEFAULT false,
    "shard" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "error4xx" INTEGER NOT NULL,
    "error5xx" INTEGER NOT NULL,
    "cacheHit" INTEGER NOT NULL,
    "cacheMiss" INTEGER NOT NULL,
    "latencySumUs" BIGINT NOT NULL,
    "latencyMinUs" INTEGER NOT NULL,
    "latencyMaxUs" INTEGER NOT NULL,
    "latencyHistogram" BLOB NOT NULL,
    "integrationCount" INTEGER NOT NULL,
    "integrationSumUs" BIGINT NOT NULL,
    "integrationMinUs" INTEGER NOT NULL,
    "integrationMaxUs" INTEGER NOT NULL,
    "integrationHistogram" BLOB NOT NULL,
    "throttled" INTEGER NOT NULL,

    PRIMARY KEY ("restApiId", "stageName", "resource", "method", "periodSeconds", "startsAt", "shard", "canary")
);
INSERT INTO "new_MetricPoint" ("cacheHit", "cacheMiss", "count", "error4xx", "error5xx", "integrationCount", "integrationHistogram", "integrationMaxUs", "integrationMinUs", "integrationSumUs", "latencyHistogram", "latencyMaxUs", "latencyMinUs", "latencySumUs", "method", "periodSeconds", "resource", "restApiId", "shard", "stageName", "startsAt", "throttled") SELECT "cacheHit", "cacheMiss", "count", "error4xx", "error5xx", "integrationCount", "integrationHistogram", "integrationMaxUs", "integrationMinUs", "integrationSumUs", "latencyHistogram", "latencyMaxUs", "latencyMinUs", "latencySumUs", "method", "periodSeconds", "resource", "restApiId", "shard", "stageName", "startsAt", "throttled" FROM "MetricPoint";
DROP TABLE "MetricPoint";
ALTER TABLE "new_MetricPoint" RENAME TO "MetricPoint";
CREATE INDEX "MetricPoint_periodSeconds_startsAt_idx" ON "MetricPoint"("periodSeconds", "startsAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "StageCanary_deploymentId_idx" ON "StageCanary"("deploymentId");
