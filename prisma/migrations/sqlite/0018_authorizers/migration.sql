-- CreateTable
CREATE TABLE "Authorizer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "authorizerUri" TEXT,
    "authorizerCredentials" TEXT,
    "identitySource" TEXT,
    "identityValidationExpression" TEXT,
    "authorizerResultTtlInSeconds" INTEGER NOT NULL DEFAULT 300,
    "providerARNs" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Authorizer_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Method" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "resourceId" TEXT NOT NULL,
    "httpMethod" TEXT NOT NULL,
    "authorizationType" TEXT NOT NULL DEFAULT 'NONE',
    "authorizerId" TEXT,
    "authorizationScopes" JSONB NOT NULL DEFAULT '[]',
    "apiKeyRequired" BOOLEAN NOT NULL DEFAULT false,
    "operationName" TEXT NOT NULL DEFAULT '',
    "requestParameters" JSONB NOT NULL DEFAULT '{}',
    "requestModels" JSONB NOT NULL DEFAULT '{}',
    "requestValidatorId" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Method_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Method_requestValidatorId_fkey" FOREIGN KEY ("requestValidatorId") REFERENCES "RequestValidator" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Method_authorizerId_fkey" FOREIGN KEY ("authorizerId") REFERENCES "Authorizer" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Method" ("apiKeyRequired", "authorizationType", "httpMethod", "id", "operationName", "requestModels", "requestParameters", "requestValidatorId", "resourceId", "version") SELECT "apiKeyRequired", "authorizationType", "httpMethod", "id", "operationName", "requestModels", "requestParameters", "requestValidatorId", "resourceId", "version" FROM "Method";
DROP TABLE "Method";
ALTER TABLE "new_Method" RENAME TO "Method";
CREATE INDEX "Method_requestValidatorId_idx" ON "Method"("requestValidatorId");
CREATE INDEX "Method_authorizerId_idx" ON "Method"("authorizerId");
CREATE UNIQUE INDEX "Method_resourceId_httpMethod_key" ON "Method"("resourceId", "httpMethod");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Authorizer_restApiId_name_key" ON "Authorizer"("restApiId", "name");
