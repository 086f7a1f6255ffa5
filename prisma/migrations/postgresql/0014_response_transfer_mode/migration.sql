-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "responseTransferMode" TEXT;
