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
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Stage_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Stage_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Stage" ("accessLogEnabled", "accessLogFormat", "cacheClusterEnabled", "cacheClusterSize", "createdAt", "deploymentId", "description", "id", "methodSettings", "name", "restApiId", "updatedAt", "variables", "version") SELECT "accessLogEnabled", "accessLogFormat", "cacheClusterEnabled", "cacheClusterSize", "createdAt", "deploymentId", "description", "id", "methodSettings", "name", "restApiId", "updatedAt", "variables", "version" FROM "Stage";
DROP TABLE "Stage";
ALTER TABLE "new_Stage" RENAME TO "Stage";
CREATE INDEX "Stage_deploymentId_idx" ON "Stage"("deploymentId");
CREATE UNIQUE INDEX "Stage_restApiId_name_key" ON "Stage"("restApiId", "name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
