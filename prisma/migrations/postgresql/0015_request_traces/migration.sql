-- AlterTable
ALTER TABLE "Stage" ADD COLUMN     "tracing" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "RequestTrace" (
    "id" TEXT NOT NULL,
    "stageId" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "stageName" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "isCanary" BOOLEAN NOT NULL,
    "origin" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "extendedRequestId" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
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

    CONSTRAINT "RequestTrace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DebugToken" (
    "hash" TEXT NOT NULL,
    "stageId" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DebugToken_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "RequestTrace_restApiId_startedAt_idx" ON "RequestTrace"("restApiId", "startedAt");

-- CreateIndex
CREATE INDEX "RequestTrace_restApiId_requestId_idx" ON "RequestTrace"("restApiId", "requestId");

-- CreateIndex
CREATE INDEX "RequestTrace_stageId_startedAt_idx" ON "RequestTrace"("stageId", "startedAt");

-- CreateIndex
CREATE INDEX "DebugToken_expiresAt_idx" ON "DebugToken"("expiresAt");

-- AddForeignKey
ALTER TABLE "RequestTrace" ADD CONSTRAINT "RequestTrace_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DebugToken" ADD CONSTRAINT "DebugToken_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;
