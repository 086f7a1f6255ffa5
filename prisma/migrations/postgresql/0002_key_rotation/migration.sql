-- DropIndex
DROP INDEX "ApiKey_accountId_name_idx";

-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "rotatedFromId" TEXT;

-- CreateIndex
CREATE INDEX "ApiKey_accountId_createdAt_idx" ON "ApiKey"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "ApiKey_rotatedFromId_idx" ON "ApiKey"("rotatedFromId");
