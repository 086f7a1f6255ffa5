-- CreateTable
CREATE TABLE "RequestTrace" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stageId" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "stageName" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "isCanary" BOOLEAN NOT NULL,
    "origin" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "extendedRequestId" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "resourcePath" TEXT NOT NULL,
    "methodKey" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "latencyUs" INTEGER NOT NULL,
    "responseType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "detail" TEXT NOT NULL,
    CONSTRAINT "RequestTrace_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DebugToken" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "stageId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "DebugToken_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Stage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "deploymentId" TEXT NOT NULL,
    "variables" JSONB NOT NULL DEFAULT '{}',
    "cacheClusterEnabled" BOOLEAN NOT NULL DEFAULT false,
    "cacheClusterSize" TEXT NOT NULL DEFAULT '0.5',
    "methodSettings" JSONB NOT NULL DEFAULT '{}',
    "accessLogEnabled" BOOLEAN NOT NULL DEFAULT true,
    "accessLogFormat" TEXT NOT NULL DEFAULT '',
    "logRetentionDays" INTEGER NOT NULL DEFAULT 14,
    "logMaxBytes" INTEGER NOT NULL DEFAULT 268435456,
    "tracing" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Stage_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Stage_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Stage" ("accessLogEnabled", "accessLogFormat", "cacheClusterEnabled", "cacheClusterSize", "createdAt", "deploymentId", "description", "id", "logMaxBytes", "logRetentionDays", "methodSettings", "name", "restApiId", "updatedAt", "variables", "version") SELECT "accessLogEnabled", "accessLogFormat", "cacheClusterEnabled", "cacheClusterSize", "createdAt", "deploymentId", "description", "id", "logMaxBytes", "logRetentionDays", "methodSettings", "name", "restApiId", "updatedAt", "variables", "version" FROM "Stage";
DROP TABLE "Stage";
ALTER TABLE "new_Stage" RENAME TO "Stage";
CREATE INDEX "Stage_deploymentId_idx" ON "Stage"("deploymentId");
CREATE UNIQUE INDEX "Stage_restApiId_name_key" ON "Stage"("restApiId", "name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "RequestTrace_restApiId_startedAt_idx" ON "RequestTrace"("restApiId", "startedAt");

-- CreateIndex
CREATE INDEX "RequestTrace_restApiId_requestId_idx" ON "RequestTrace"("restApiId", "requestId");

-- CreateIndex
CREATE INDEX "RequestTrace_stageId_startedAt_idx" ON "RequestTrace"("stageId", "startedAt");

-- CreateIndex
CREATE INDEX "DebugToken_expiresAt_idx" ON "DebugToken"("expiresAt");
