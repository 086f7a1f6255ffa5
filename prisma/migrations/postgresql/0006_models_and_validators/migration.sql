-- AlterTable
ALTER TABLE "Method" ADD COLUMN     "requestModels" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "requestValidatorId" TEXT;

-- AlterTable
ALTER TABLE "MethodResponse" ADD COLUMN     "responseModels" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "schema" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestValidator" (
    "id" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "validateRequestBody" BOOLEAN NOT NULL DEFAULT false,
    "validateRequestParameters" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "RequestValidator_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Model_restApiId_name_key" ON "Model"("restApiId", "name");

-- CreateIndex
CREATE INDEX "RequestValidator_restApiId_idx" ON "RequestValidator"("restApiId");

-- CreateIndex
CREATE INDEX "Method_requestValidatorId_idx" ON "Method"("requestValidatorId");

-- AddForeignKey
ALTER TABLE "Method" ADD CONSTRAINT "Method_requestValidatorId_fkey" FOREIGN KEY ("requestValidatorId") REFERENCES "RequestValidator"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestValidator" ADD CONSTRAINT "RequestValidator_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi"("id") ON DELETE CASCADE ON UPDATE CASCADE;
