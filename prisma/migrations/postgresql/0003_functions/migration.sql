-- CreateTable
CREATE TABLE "LambdaFunction" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LambdaFunction_pkey" PRIMARY KEY ("id")
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
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FunctionVersion_pkey" PRIMARY KEY ("functionId","number")
);

-- CreateTable
CREATE TABLE "FunctionCode" (
    "sha256" TEXT NOT NULL,
    "zip" BYTEA NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "unpackedBytes" INTEGER NOT NULL,

    CONSTRAINT "FunctionCode_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "FunctionAlias" (
    "functionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "versionNumber" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "FunctionAlias_pkey" PRIMARY KEY ("functionId","name")
);

-- CreateTable
CREATE TABLE "FunctionPermission" (
    "functionId" TEXT NOT NULL,
    "statementId" TEXT NOT NULL,
    "qualifier" TEXT,
    "principal" TEXT NOT NULL,
    "sourceArn" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FunctionPermission_pkey" PRIMARY KEY ("functionId","statementId")
);

-- CreateIndex
CREATE UNIQUE INDEX "LambdaFunction_accountId_name_key" ON "LambdaFunction"("accountId", "name");

-- CreateIndex
CREATE INDEX "FunctionVersion_codeSha256_idx" ON "FunctionVersion"("codeSha256");

-- AddForeignKey
ALTER TABLE "LambdaFunction" ADD CONSTRAINT "LambdaFunction_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FunctionVersion" ADD CONSTRAINT "FunctionVersion_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FunctionVersion" ADD CONSTRAINT "FunctionVersion_codeSha256_fkey" FOREIGN KEY ("codeSha256") REFERENCES "FunctionCode"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FunctionAlias" ADD CONSTRAINT "FunctionAlias_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FunctionPermission" ADD CONSTRAINT "FunctionPermission_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "LambdaFunction"("id") ON DELETE CASCADE ON UPDATE CASCADE;
