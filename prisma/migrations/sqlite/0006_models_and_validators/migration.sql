-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "schema" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Model_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RequestValidator" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "validateRequestBody" BOOLEAN NOT NULL DEFAULT false,
    "validateRequestParameters" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "RequestValidator_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Method" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "resourceId" TEXT NOT NULL,
    "httpMethod" TEXT NOT NULL,
    "authorizationType" TEXT NOT NULL DEFAULT 'NONE',
    "apiKeyRequired" BOOLEAN NOT NULL DEFAULT false,
    "operationName" TEXT NOT NULL DEFAULT '',
    "requestParameters" JSONB NOT NULL DEFAULT '{}',
    "requestModels" JSONB NOT NULL DEFAULT '{}',
    "requestValidatorId" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Method_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Resource" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Method_requestValidatorId_fkey" FOREIGN KEY ("requestValidatorId") REFERENCES "RequestValidator" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Method" ("apiKeyRequired", "authorizationType", "httpMethod", "id", "operationName", "requestParameters", "resourceId", "version") SELECT "apiKeyRequired", "authorizationType", "httpMethod", "id", "operationName", "requestParameters", "resourceId", "version" FROM "Method";
DROP TABLE "Method";
ALTER TABLE "new_Method" RENAME TO "Method";
CREATE INDEX "Method_requestValidatorId_idx" ON "Method"("requestValidatorId");
CREATE UNIQUE INDEX "Method_resourceId_httpMethod_key" ON "Method"("resourceId", "httpMethod");
CREATE TABLE "new_MethodResponse" (
    "methodId" TEXT NOT NULL,
    "statusCode" TEXT NOT NULL,
    "responseParameters" JSONB NOT NULL DEFAULT '{}',
    "responseModels" JSONB NOT NULL DEFAULT '{}',

    PRIMARY KEY ("methodId", "statusCode"),
    CONSTRAINT "MethodResponse_methodId_fkey" FOREIGN KEY ("methodId") REFERENCES "Method" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_MethodResponse" ("methodId", "responseParameters", "statusCode") SELECT "methodId", "responseParameters", "statusCode" FROM "MethodResponse";
DROP TABLE "MethodResponse";
ALTER TABLE "new_MethodResponse" RENAME TO "MethodResponse";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Model_restApiId_name_key" ON "Model"("restApiId", "name");

-- CreateIndex
CREATE INDEX "RequestValidator_restApiId_idx" ON "RequestValidator"("restApiId");
