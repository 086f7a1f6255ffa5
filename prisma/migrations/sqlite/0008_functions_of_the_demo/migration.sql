-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_LambdaFunction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "reservedConcurrency" INTEGER,
    "lastVersion" INTEGER NOT NULL DEFAULT 0,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "endpointUrl" TEXT,
    "remoteName" TEXT,
    "remoteRegion" TEXT,
    "remoteAccessKeyId" TEXT,
    "remoteSecretSealed" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "LambdaFunction_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_LambdaFunction" ("accountId", "createdAt", "description", "endpointUrl", "id", "kind", "lastVersion", "name", "remoteAccessKeyId", "remoteName", "remoteRegion", "remoteSecretSealed", "reservedConcurrency", "updatedAt", "version") SELECT "accountId", "createdAt", "description", "endpointUrl", "id", "kind", "lastVersion", "name", "remoteAccessKeyId", "remoteName", "remoteRegion", "remoteSecretSealed", "reservedConcurrency", "updatedAt", "version" FROM "LambdaFunction";
DROP TABLE "LambdaFunction";
ALTER TABLE "new_LambdaFunction" RENAME TO "LambdaFunction";
CREATE UNIQUE INDEX "LambdaFunction_accountId_name_key" ON "LambdaFunction"("accountId", "name");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
