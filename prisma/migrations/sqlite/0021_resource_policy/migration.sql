-- AlterTable
ALTER TABLE "RestApi" ADD COLUMN "policy" TEXT;
