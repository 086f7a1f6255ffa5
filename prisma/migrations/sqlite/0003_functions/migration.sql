-- CreateTable
CREATE TABLE "LambdaFunction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "reservedConcurrency" INTEGER,
    "lastVersion" INTEGER NOT NULL DEFAULT 0,
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

-- CreateTable
CREATE TABLE "FunctionVersion" (
    "functionId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "handler" TEXT NOT NULL,
    "memoryMb" INTEGER NOT NULL,
    "timeoutSeconds" INTEGER NOT NULL,
    "environmentSealed" TEXT NOT NULL,
    "environmentNames" JSONB NOT NULL DEFAULT '[]',
    "codeSha256" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("functionId", "number"),
    CONSTRAINT "FunctionVersion_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "FunctionVersion_codeSha256_fkey" FOREIGN KEY ("codeSha256") REFERENCES "FunctionCode" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FunctionCode" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "zip" BLOB NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "unpackedBytes" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "FunctionAlias" (
    "functionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "versionNumber" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY ("functionId", "name"),
    CONSTRAINT "FunctionAlias_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FunctionPermission" (
    "functionId" TEXT NOT NULL,
    "statementId" TEXT NOT NULL,
    "qualifier" TEXT,
    "principal" TEXT NOT NULL,
    "sourceArn" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("functionId", "statementId"),
    CONSTRAINT "FunctionPermission_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "LambdaFunction_accountId_name_key" ON "LambdaFunction"("accountId", "name");

-- CreateIndex
CREATE INDEX "FunctionVersion_codeSha256_idx" ON "FunctionVersion"("codeSha256");
